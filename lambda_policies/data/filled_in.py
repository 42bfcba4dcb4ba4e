"""Blocks and collections that the AWS provider fills in where nobody writes them.

Where such a one is unknown and the configuration has nothing for it, it is simply not set. Any other that is unknown
without an expression comes from a ``dynamic`` block, of which a plan's configuration shows nothing.
Source: ``provider_schema.json`` beside this file, which a test compares; hashicorp/aws 5.100.0, retrieved 2026-11-21.
"""

from __future__ import annotations

FILLED_IN: dict[str, frozenset[str]] = {
    "aws_api_gateway_domain_name": frozenset({"endpoint_configuration"}),
    "aws_api_gateway_rest_api": frozenset({"binary_media_types", "endpoint_configuration"}),
    "aws_appsync_graphql_api": frozenset({"uris"}),
    "aws_codedeploy_deployment_group": frozenset({"blue_green_deployment_config"}),
    "aws_cognito_user_pool": frozenset(
        {
            "admin_create_user_config",
            "password_policy",
            "sign_in_policy",
            "sms_configuration",
            "username_configuration",
            "verification_message_template",
        }
    ),
    "aws_config_config_rule": frozenset({"evaluation_mode"}),
    "aws_config_configuration_recorder": frozenset({"recording_group", "recording_mode"}),
    "aws_default_security_group": frozenset({"egress", "ingress"}),
    "aws_dynamodb_table": frozenset({"point_in_time_recovery", "server_side_encryption", "ttl"}),
    "aws_efs_access_point": frozenset({"root_directory"}),
    "aws_efs_file_system": frozenset({"protection", "size_in_bytes"}),
    "aws_efs_mount_target": frozenset({"security_groups"}),
    "aws_guardduty_detector": frozenset({"datasources"}),
    "aws_iam_role": frozenset({"inline_policy", "managed_policy_arns"}),
    "aws_kinesis_stream": frozenset({"stream_mode_details"}),
    "aws_lambda_code_signing_config": frozenset({"policies"}),
    "aws_lambda_event_source_mapping": frozenset(
        {
            "amazon_managed_kafka_event_source_config",
            "self_managed_kafka_event_source_config",
        }
    ),
    "aws_lambda_function": frozenset({"architectures", "ephemeral_storage", "logging_config", "tracing_config"}),
    "aws_lb_listener": frozenset({"mutual_authentication"}),
    "aws_lb_target_group": frozenset(
        {
            "health_check",
            "load_balancer_arns",
            "stickiness",
            "target_failover",
            "target_group_health",
            "target_health_state",
        }
    ),
    "aws_mq_broker": frozenset({"configuration", "instances", "maintenance_window_start_time", "subnet_ids"}),
    "aws_nat_gateway": frozenset({"secondary_private_ip_addresses"}),
    "aws_network_acl": frozenset({"egress", "ingress", "subnet_ids"}),
    "aws_pipes_pipe": frozenset({"source_parameters"}),
    "aws_route_table": frozenset({"propagating_vgws", "route"}),
    "aws_s3_bucket": frozenset(
        {
            "cors_rule",
            "grant",
            "lifecycle_rule",
            "logging",
            "object_lock_configuration",
            "replication_configuration",
            "server_side_encryption_configuration",
            "versioning",
            "website",
        }
    ),
    "aws_s3_bucket_acl": frozenset({"access_control_policy"}),
    "aws_secretsmanager_secret": frozenset({"replica"}),
    "aws_secretsmanager_secret_version": frozenset({"version_stages"}),
    "aws_security_group": frozenset({"egress", "ingress"}),
    "aws_sfn_state_machine": frozenset({"encryption_configuration", "logging_configuration", "tracing_configuration"}),
    "aws_signer_signing_profile": frozenset({"revocation_record", "signature_validity_period", "signing_material"}),
    "aws_vpc_endpoint": frozenset(
        {
            "cidr_blocks",
            "dns_entry",
            "dns_options",
            "network_interface_ids",
            "route_table_ids",
            "security_group_ids",
            "subnet_configuration",
            "subnet_ids",
        }
    ),
}
