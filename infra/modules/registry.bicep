metadata description = 'The container registry, from which the edge takes the gateway\'s image.'

import { roleIds } from 'roles.bicep'

@description('Where it lives.')
param location string

@description('Name of the registry: 5 to 50 letters and digits.')
param name string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('Name of the gateway\'s identity: pulls.')
param gatewayIdentityName string

resource gateway 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: gatewayIdentityName
}

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

resource pulling 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, gatewayIdentityName, roleIds.acrPull)
  scope: registry
  properties: {
    principalId: gateway.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.acrPull)
  }
}

@description('The registry\'s name.')
output name string = registry.name

@description('Where images are pushed to and pulled from.')
output loginServer string = registry.properties.loginServer
