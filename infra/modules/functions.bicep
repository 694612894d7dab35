metadata description = 'The function app: Flex Consumption, a custom handler, down to zero.'

@description('Where it lives.')
param location string

@description('Name of the app.')
param name string

@description('Name of its plan.')
param planName string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('Name of the functions\' identity.')
param identityName string

@description('Name of the storage account.')
param storageName string

@description('The container from which the app is installed.')
param packageUrl string

@description('Memory of an instance in MB; a core belongs to 2048.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Instances at once at most.')
@minValue(1)
@maxValue(1000)
param maximumInstances int

@description('Instances that are never stopped. 0: mail that comes after a pause waits for a start.')
@minValue(0)
param alwaysReady int

@description('Name of the network from whose subnet \'functions\' the app goes out; empty for none.')
param networkName string

@description('What the program is set to, beside what the host needs.')
param settings { name: string, value: string }[]

@description('Names Application Insights.')
param insightsConnectionString string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: { reserved: true }
}

// The host watches the queues with the same identity as the program.
var hostSettings = [
  {
    name: 'AzureWebJobsStorage__accountName'
    value: storageName
  }
  {
    name: 'AzureWebJobsStorage__credential'
    value: 'managedidentity'
  }
  {
    name: 'AzureWebJobsStorage__clientId'
    value: identity.properties.clientId
  }
  {
    name: 'AZURE_CLIENT_ID'
    value: identity.properties.clientId
  }
  {
    name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
    value: insightsConnectionString
  }
  {
    name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
    value: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  }
]

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds the app by this tag.
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: empty(networkName)
      ? null
      : resourceId('Microsoft.Network/virtualNetworks/subnets', networkName, 'functions')
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'custom'
        version: '1.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReady > 0
          ? [
              {
                name: 'function:Incoming'
                instanceCount: alwaysReady
              }
            ]
          : []
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      appSettings: concat(hostSettings, settings)
    }
  }
}

// Deploying is done with an identity, never with a password of the app's.
resource withoutFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource withoutScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

@description('The app\'s resource id.')
output id string = app.id

@description('The app\'s name.')
output name string = app.name

@description('Where its HTTP functions answer.')
output hostName string = app.properties.defaultHostName
