using '../main.bicep'

// One way of deploying, whole, with names that stand still: its snapshot shows what a change of the templates changes.
param environmentName = 'snapshot'
param location = 'westeurope'
param hostName = 'mail.example.com'
param edge = 'aca'
param gatewayImage = 'registry.example.com/mail-gateway:1.0.0'
param principalId = '00000000-0000-0000-0000-000000000001'
param alertEmail = 'operator@example.net'
param dnsZoneName = 'example.com'
