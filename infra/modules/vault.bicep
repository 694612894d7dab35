metadata description = 'A key vault. There are two: what the gateway may read (its certificates, the secrets that it shares), and what only the functions may (the key of the DKIM keys).'

import { roleIds } from 'roles.bicep'

@description('Where it lives.')
param location string

@description('Name of the vault: 3 to 24 letters, digits and hyphens.')
param name string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('Whether the vault is reached by private endpoints only.')
param privateOnly bool

@description('Names of the identities of the processes that read its secrets.')
param readerNames string[]

@description('Object id of whoever deploys: fills the vault. Empty for none.')
param operatorPrincipalId string

@description('What kind of identity the operator is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string

resource readers 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = [
  for reader in readerNames: {
    name: reader
  }
]

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // Without the key of the DKIM keys every domain needs new ones: nobody deletes it for good in a hurry.
    enablePurgeProtection: true
    publicNetworkAccess: privateOnly ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: privateOnly ? 'Deny' : 'Allow'
    }
  }
}

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (reader, index) in readerNames: {
    name: guid(vault.id, reader, roleIds.keyVaultSecretsUser)
    scope: vault
    properties: {
      principalId: readers[index].properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsUser)
    }
  }
]

resource filling 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [roleIds.keyVaultSecretsOfficer, roleIds.keyVaultCertificatesOfficer]: if (!empty(operatorPrincipalId)) {
    name: guid(vault.id, operatorPrincipalId, role)
    scope: vault
    properties: {
      principalId: operatorPrincipalId
      principalType: operatorPrincipalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

@description('The vault\'s resource id.')
output id string = vault.id

@description('The vault\'s name.')
output name string = vault.name

@description('Where its secrets and certificates are.')
output uri string = vault.properties.vaultUri
