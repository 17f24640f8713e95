# Brings a release of Watchkeeper to an account: copies the zips and the template into a bucket and applies the template.

locals {
  release  = coalesce(var.release_path, "${path.module}/..")
  template = "${local.release}/template.json"
  zips     = fileset(local.release, "*.zip")

  parameters = {
    ArtifactBucket      = var.artifact_bucket
    ArtifactPrefix      = var.artifact_prefix
    Mode                = var.mode
    PermissionsBoundary = var.permissions_boundary
    RolePath            = var.role_path
    KmsKeyArn           = var.kms_key_arn
    SubnetIds           = join(",", var.subnet_ids)
    SecurityGroupIds    = join(",", var.security_group_ids)
    LogRetentionDays    = tostring(var.log_retention_days)
    LogGroupPrefixes    = join(",", var.log_group_prefixes)
    TopicNamePrefix     = var.topic_name_prefix
    ScaleClusters       = var.scale_clusters
    ScaleQueues         = var.scale_queues
    ScaleGroups         = var.scale_groups
    StopClusters        = var.stop_clusters
    JobClusters         = var.job_clusters
    JobRoleArns         = join(",", var.job_role_arns)
    Dashboard           = var.dashboard
    AlarmEmail          = var.alarm_email
  }
}

data "aws_s3_bucket" "artifacts" {
  bucket = var.artifact_bucket
}

# The names of the zips say what is in them. Those of the release before go only when the stack has taken the new ones
# (create_before_destroy): an update that fails rolls back to them.
resource "aws_s3_object" "zip" {
  for_each = local.zips

  bucket      = var.artifact_bucket
  key         = "${var.artifact_prefix}${each.value}"
  source      = "${local.release}/${each.value}"
  source_hash = filesha256("${local.release}/${each.value}")
  tags        = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_s3_object" "template" {
  bucket       = var.artifact_bucket
  key          = "${var.artifact_prefix}template-${substr(filesha256(local.template), 0, 16)}.json"
  source       = local.template
  source_hash  = filesha256(local.template)
  content_type = "application/json"
  tags         = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudformation_stack" "watchkeeper" {
  name         = var.name
  template_url = "https://${data.aws_s3_bucket.artifacts.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  capabilities = ["CAPABILITY_NAMED_IAM"]
  parameters   = local.parameters
  tags         = var.tags

  depends_on = [aws_s3_object.zip]
}
