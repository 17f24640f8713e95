output "stack_id" {
  description = "ID of the stack."
  value       = aws_cloudformation_stack.watchkeeper.id
}

output "table_name" {
  description = "The table that holds what Watchkeeper keeps."
  value       = aws_cloudformation_stack.watchkeeper.outputs["TableName"]
}

output "configuration_address" {
  description = "Where the live configuration is pushed to."
  value       = aws_cloudformation_stack.watchkeeper.outputs["ConfigurationAddress"]
}

output "alarm_topic_arn" {
  description = "Topic of the alarms about Watchkeeper itself."
  value       = aws_cloudformation_stack.watchkeeper.outputs["AlarmTopicArn"]
}

output "alert_queue_url" {
  description = "Queue that people's requests go to: `watchkeeper mute`, `unmute` and `ack`."
  value       = aws_cloudformation_stack.watchkeeper.outputs["AlertQueueUrl"]
}

output "drain_queue_url" {
  description = "Queue that people's requests about drains go to: `watchkeeper drain`."
  value       = aws_cloudformation_stack.watchkeeper.outputs["DrainQueueUrl"]
}

output "batch_queue_url" {
  description = "Queue that people's requests about jobs go to: `watchkeeper run`."
  value       = aws_cloudformation_stack.watchkeeper.outputs["BatchQueueUrl"]
}
