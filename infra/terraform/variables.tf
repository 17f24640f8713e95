variable "name" {
  description = "Name of the stack. Functions, queues, roles and log groups begin with it."
  type        = string
  default     = "watchkeeper"
}

variable "artifact_bucket" {
  description = "Bucket, in the Region of the stack, that the release is copied to. It must be there already."
  type        = string
}

variable "artifact_prefix" {
  description = "What stands before the names of the objects, such as watchkeeper/. May be empty."
  type        = string
  default     = "watchkeeper/"
}

variable "release_path" {
  description = "Folder with template.json and the zips. Null: the folder above this module, as in a release."
  type        = string
  default     = null
}

variable "mode" {
  description = "watch: no right to change anything is created. act: features set to act may act."
  type        = string
  default     = "watch"

  validation {
    condition     = contains(["watch", "act"], var.mode)
    error_message = "The mode is watch or act."
  }
}

variable "permissions_boundary" {
  description = "ARN of a permissions boundary for every role. Empty: none."
  type        = string
  default     = ""
}

variable "role_path" {
  description = "Path of every role, such as /watchkeeper/."
  type        = string
  default     = "/"
}

variable "kms_key_arn" {
  description = "A customer managed key for table, queues, logs and environment. Empty: keys AWS owns."
  type        = string
  default     = ""
}

variable "subnet_ids" {
  description = "Subnets with a way to AWS and the chat. Empty: no VPC."
  type        = list(string)
  default     = []
}

variable "security_group_ids" {
  description = "Security groups, where there are subnets."
  type        = list(string)
  default     = []
}

variable "log_retention_days" {
  description = "How long the functions keep their own logs."
  type        = number
  default     = 30
}

variable "log_group_prefixes" {
  description = "Up to five prefixes of the log groups of your containers, whose last lines may be read."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.log_group_prefixes) <= 5
    error_message = "At most five prefixes of log groups."
  }
}

variable "topic_name_prefix" {
  description = "SNS topics of receivers must have names that begin so."
  type        = string
  default     = "watchkeeper-"
}

variable "scale_clusters" {
  description = "In which clusters services may be scaled: a name, or names that begin alike, such as web-*."
  type        = string
  default     = "*"
}

variable "scale_queues" {
  description = "Of which SQS queues the depth may be read: a name, or names that begin alike."
  type        = string
  default     = "*"
}

variable "scale_groups" {
  description = "Which Auto Scaling groups may be made larger and smaller: a name, or names that begin alike. Empty: none."
  type        = string
  default     = ""
}

variable "stop_clusters" {
  description = "In which clusters services that crash-loop may be stopped or rolled back: a name, or names that begin alike. Empty: none."
  type        = string
  default     = ""
}

variable "job_clusters" {
  description = "In which clusters jobs may be launched: a name, or names that begin alike, such as batch-*."
  type        = string
  default     = "*"
}

variable "job_role_arns" {
  description = "ARNs of the task and execution roles that jobs may pass. Empty: none, only tasks without roles."
  type        = list(string)
  default     = []
}

variable "dashboard" {
  description = "create: a CloudWatch dashboard of what is not well, and of Watchkeeper itself."
  type        = string
  default     = "none"
}

variable "alarm_email" {
  description = "Told of trouble of Watchkeeper itself. Empty: subscribe to the topic yourself."
  type        = string
  default     = ""
}

variable "tags" {
  description = "Tags of the stack, and so of everything in it that can have tags."
  type        = map(string)
  default     = {}
}
