using '../main.bicep'

// Inside a network, with Service Bus, and everything that can be switched on.
param environmentName = 'snapshot'
param location = 'westeurope'
param hostName = 'mail.example.com'
param edge = 'vm'
param gatewayImage = 'registry.example.com/mail-gateway:1.0.0'
param outboundQueue = 'servicebus'
param vnetEnabled = true
param principalId = '00000000-0000-0000-0000-000000000001'
param principalType = 'Group'
param alertEmail = 'operator@example.net'
param blobVersioning = true
param functionsAlwaysReady = 1
param sshPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExam operator'
