# The command and the run task server in one image:
#   make wheel-file && docker build --tag lambda-policies .
#   docker run --rm --read-only --tmpfs /tmp --volume "$PWD:/plans:ro" lambda-policies check /plans/plan.json
#   docker run --rm --read-only --tmpfs /tmp --env LP_HMAC_KEY --publish 8080:8080 lambda-policies serve --host 0.0.0.0
# The base is pinned by tag; the release workflow passes the digest that it looked up.
ARG BASE=python:3.13-slim-bookworm

FROM ${BASE} AS build
COPY tools/venv.sh requirements/server.lock /src/
COPY dist/*.whl /src/
RUN sh /src/venv.sh /opt/lp /src/server.lock
RUN /opt/lp/bin/python -m pip install --quiet --no-index --no-deps /src/*.whl

FROM build AS sbom
RUN /opt/lp/bin/python -m venv /opt/sbom
RUN /opt/sbom/bin/python -m pip install --quiet --no-cache-dir cyclonedx-bom==7.5.0
RUN /opt/sbom/bin/cyclonedx-py environment --output-reproducible --output-file /opt/sbom.json /opt/lp/bin/python

FROM ${BASE}
COPY --from=build /opt/lp /opt/lp
COPY --from=sbom /opt/sbom.json /opt/sbom.json
USER 65532:65532
WORKDIR /tmp
EXPOSE 8080
ENTRYPOINT ["/opt/lp/bin/lambda-policies"]
CMD ["--help"]
