metadata description = 'Service Bus for queue outbound, in place of a Storage Queue: docs/service-bus.md.'

import { roleIds } from 'roles.bicep'

@description('Where it lives.')
param location string

@description('Name of the namespace.')
param name string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('Name of the functions\' identity: sends and receives.')
param functionsIdentityName string

@description('Object id of whoever runs mailctl; empty for none.')
param operatorPrincipalId string

@description('What kind of identity the operator is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string

resource functions 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: functionsIdentityName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  // Duplicate detection is not to be had below Standard.
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource outbound 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' = {
  parent: namespace
  name: 'outbound'
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    requiresSession: false
    deadLetteringOnMessageExpiration: true
    defaultMessageTimeToLive: 'P14D'
  }
}

var roles = [roleIds.serviceBusDataSender, roleIds.serviceBusDataReceiver]

resource functionsUse 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: {
    name: guid(outbound.id, functionsIdentityName, role)
    scope: outbound
    properties: {
      principalId: functions.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource operatorUse 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: if (!empty(operatorPrincipalId)) {
    name: guid(outbound.id, operatorPrincipalId, role)
    scope: outbound
    properties: {
      principalId: operatorPrincipalId
      principalType: operatorPrincipalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

@description('Its host name, what MAIL_SERVICEBUS is set to.')
output hostName string = '${namespace.name}.servicebus.windows.net'
