metadata description = 'The storage account: all mail, all state. Reached with identities only; there are no keys to lose.'

import { roleIds } from 'roles.bicep'

@description('Where it lives.')
param location string

@description('Name of the account: 3 to 24 letters and digits.')
param name string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('How the account is copied. ZRS survives the loss of a building; GZRS also that of a region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param redundancy string

@description('Days for which deleted blobs and containers can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int

@description('Keep earlier versions of blobs. Mail is never overwritten, so this guards against mistakes of people and costs little.')
param versioning bool

@description('Days after which mail moves to the cool tier, read more dearly and kept more cheaply. 0: never.')
@minValue(0)
param coolAfterDays int

@description('Days after which the spool lets go of a message whatever happened. The sweep removes messages itself after 14 days when they are done with; this is the net below it.')
@minValue(60)
param spoolNetDays int

@description('Whether the account is reached by private endpoints only.')
param privateOnly bool

@description('The container from which the function app is installed.')
param packageContainer string

@description('Name of the gateway\'s identity: writes the spool, sends pointers, reads the directory.')
param gatewayIdentityName string

@description('Name of the functions\' identity: all of the data, nothing of the account.')
param functionsIdentityName string

@description('Object id of whoever deploys and runs mailctl; empty for none.')
param operatorPrincipalId string

@description('What kind of identity the operator is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string

var containers = ['spool', 'models', 'locks', packageContainer]

var queues = ['incoming', 'outbound', 'webhooks', 'train', 'fetch']

// What the gateway looks at: who lives here, who may send, what the site's settings are, what became of a message in doubt.
var gatewayReads = ['Domains', 'Accounts', 'Aliases', 'Settings', 'Access', 'SenderGrants', 'Messages']

// What it writes: who came before, who was refused, when a password was last used.
var gatewayWrites = ['Greylist', 'Rejects', 'Credentials']

// The functions make what else they need when they first need it.
var tables = concat(gatewayReads, gatewayWrites)

resource gateway 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: gatewayIdentityName
}

resource functions 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: functionsIdentityName
}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateOnly ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: privateOnly ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
    isVersioningEnabled: versioning
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for item in containers: {
    parent: blobs
    name: item
    properties: { publicAccess: 'None' }
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource queue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = [
  for item in queues: {
    parent: queueService
    name: item
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = [
  for item in tables: {
    parent: tableService
    name: item
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: concat(
        [
          {
            name: 'spool-net'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['spool/']
              }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: spoolNetDays } } }
            }
          }
        ],
        versioning
          ? [
              {
                name: 'old-versions'
                enabled: true
                type: 'Lifecycle'
                definition: {
                  filters: { blobTypes: ['blockBlob'] }
                  actions: { version: { delete: { daysAfterCreationGreaterThan: softDeleteDays } } }
                }
              }
            ]
          : [],
        coolAfterDays > 0
          ? [
              {
                name: 'mail-cool'
                enabled: true
                type: 'Lifecycle'
                definition: {
                  filters: {
                    blobTypes: ['blockBlob']
                    prefixMatch: ['mailbox-']
                  }
                  actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: coolAfterDays } } }
                }
              }
            ]
          : []
      )
    }
  }
}

resource gatewaySpool 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(container[0].id, gatewayIdentityName, roleIds.storageBlobDataContributor)
  scope: container[0]
  properties: {
    principalId: gateway.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageBlobDataContributor
    )
  }
}

resource gatewayIncoming 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(queue[0].id, gatewayIdentityName, roleIds.storageQueueDataMessageSender)
  scope: queue[0]
  properties: {
    principalId: gateway.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageQueueDataMessageSender
    )
  }
}

resource gatewayReading 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, index) in gatewayReads: {
    name: guid(table[index].id, gatewayIdentityName, roleIds.storageTableDataReader)
    scope: table[index]
    properties: {
      principalId: gateway.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds.storageTableDataReader
      )
    }
  }
]

resource gatewayWriting 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, index) in gatewayWrites: {
    name: guid(table[length(gatewayReads) + index].id, gatewayIdentityName, roleIds.storageTableDataContributor)
    scope: table[length(gatewayReads) + index]
    properties: {
      principalId: gateway.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds.storageTableDataContributor
      )
    }
  }
]

// Mailboxes are containers of their own, made when an account gets its first mail, so the functions' roles are on the account. The Functions host keeps
// its locks with Blob Data Owner, as its documentation asks.
var dataRoles = [roleIds.storageBlobDataOwner, roleIds.storageQueueDataContributor, roleIds.storageTableDataContributor]

resource functionsData 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in dataRoles: {
    name: guid(account.id, functionsIdentityName, role)
    scope: account
    properties: {
      principalId: functions.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

var operatorRoles = [
  roleIds.storageBlobDataContributor
  roleIds.storageQueueDataContributor
  roleIds.storageTableDataContributor
]

resource operatorData 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in operatorRoles: if (!empty(operatorPrincipalId)) {
    name: guid(account.id, operatorPrincipalId, role)
    scope: account
    properties: {
      principalId: operatorPrincipalId
      principalType: operatorPrincipalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

@description('The account\'s resource id.')
output id string = account.id

@description('The account\'s name.')
output name string = account.name

@description('What MAIL_STORAGE is set to.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('The container from which the function app is installed.')
output packageUrl string = '${account.properties.primaryEndpoints.blob}${packageContainer}'
