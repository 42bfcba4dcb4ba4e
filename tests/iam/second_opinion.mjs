// Reads simulations, one JSON object a line, and prints one line for each: its result, or what is wrong with it.
// The simulator is another project's (AGPL-3.0-or-later): it is run where it is installed and is no part of this one.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const { anonymousPrincipal, runSimulation } = createRequire(process.argv[2] + "/")("@cloud-copilot/iam-simulate");

for await (const line of createInterface({ input: process.stdin })) {
  const simulation = JSON.parse(line);
  if (simulation.request.principal === "anonymous") simulation.request.principal = anonymousPrincipal;
  const found = await runSimulation(simulation, {});
  const result = found.overallResult ?? found.analysis?.result ?? JSON.stringify(found).slice(0, 300);
  console.log(JSON.stringify({ result, type: found.resultType ?? "" }));
}
