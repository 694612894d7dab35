metadata description = 'Where logs and metrics go.'

import { roleIds } from 'roles.bicep'

@description('Where it lives.')
param location string

@description('Name of the Log Analytics workspace.')
param workspaceName string

@description('Name of the Application Insights component.')
param insightsName string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Gigabytes a day beyond which no more logs are taken, so that a storm of them has a price that is known. -1: no limit.')
param dailyCapGb int

@description('Names of the identities of the processes that report.')
param reporterNames string[]

resource reporters 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = [
  for reporter in reporterNames: {
    name: reporter
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    retentionInDays: retentionDays
    sku: { name: 'PerGB2018' }
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource reporting 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (reporter, index) in reporterNames: {
    name: guid(insights.id, reporter, roleIds.monitoringMetricsPublisher)
    scope: insights
    properties: {
      principalId: reporters[index].properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds.monitoringMetricsPublisher
      )
    }
  }
]

@description('The workspace\'s resource id.')
output workspaceId string = workspace.id

@description('The component\'s resource id.')
output insightsId string = insights.id

@description('Names the component. It is no secret: sending needs the identity\'s role.')
output connectionString string = insights.properties.ConnectionString
