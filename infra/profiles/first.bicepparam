using '../main.bicep'

// What azd makes first: there is no image yet, and so no edge.
param environmentName = 'snapshot'
param location = 'westeurope'
param hostName = 'mail.example.com'
