using 'main.bicep'

// azd sets these from its environment; azd env set NAME VALUE changes one.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'mail')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param principalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param principalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')

param hostName = readEnvironmentVariable('MAIL_HOSTNAME', 'mail.example.com')
param edge = readEnvironmentVariable('MAIL_EDGE', 'vm')
param gatewayImage = readEnvironmentVariable('MAIL_GATEWAY_IMAGE', '')
param outboundQueue = readEnvironmentVariable('MAIL_OUTBOUND_QUEUE', 'storage')
param vnetEnabled = bool(readEnvironmentVariable('MAIL_VNET', 'false'))
param alertEmail = readEnvironmentVariable('MAIL_ALERT_EMAIL', '')
param dnsZoneName = readEnvironmentVariable('MAIL_DNS_ZONE', '')
param sshPublicKey = readEnvironmentVariable('MAIL_SSH_PUBLIC_KEY', '')
param functionsAlwaysReady = int(readEnvironmentVariable('MAIL_ALWAYS_READY', '0'))
