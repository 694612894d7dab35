metadata description = 'The edge on Container Apps: nothing to look after, but its ingress does not say who the clients are.'

@description('Where it lives.')
param location string

@description('Name of the app.')
param name string

@description('Name of its environment.')
param environmentName string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('Name of the gateway\'s identity.')
param identityName string

@description('Name of the network in whose subnet \'edge\' the environment is.')
param networkName string

@description('The gateway\'s image, with its tag or digest.')
param image string

@description('The registry that it comes from.')
param registry string

@description('The gateway\'s settings. No secret is among them: those are named by the URL of a vault.')
param settings { name: string, value: string }[]

@description('Replicas that always run. 0: the first connection after a pause waits for a start, and may give up.')
@minValue(0)
param minReplicas int

@description('Replicas at most.')
@minValue(1)
param maxReplicas int

@description('The resource id of the Log Analytics workspace.')
param workspaceId string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: environmentName
  location: location
  tags: tags
  properties: {
    // Ports other than 80 and 443 need a network of one's own.
    vnetConfiguration: {
      infrastructureSubnetId: resourceId('Microsoft.Network/virtualNetworks/subnets', networkName, 'edge')
      internal: false
    }
    // Sent to the workspace by the diagnostic setting below, which needs no key of it.
    appLogsConfiguration: { destination: 'azure-monitor' }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

resource gateway 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        transport: 'tcp'
        targetPort: 2525
        exposedPort: 25
        additionalPortMappings: [
          {
            external: true
            targetPort: 2465
            exposedPort: 465
          }
          {
            external: true
            targetPort: 2587
            exposedPort: 587
          }
        ]
      }
      registries: [
        {
          server: registry
          identity: identity.id
        }
      ]
    }
    template: {
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'gateway'
          image: image
          env: settings
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          probes: [
            {
              type: 'Liveness'
              httpGet: {
                path: '/health/live'
                port: 2580
              }
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/health/ready'
                port: 2580
              }
              periodSeconds: 10
              failureThreshold: 2
            }
          ]
          volumeMounts: [
            {
              volumeName: 'state'
              mountPath: '/var/lib/mail-cloud'
            }
          ]
        }
      ]
      // The journal of messages in doubt outlives the container, not the replica.
      volumes: [
        {
          name: 'state'
          storageType: 'EmptyDir'
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'sessions'
            tcp: { metadata: { concurrentConnections: '200' } }
          }
        ]
      }
    }
  }
}

@description('The address of the ingress: for the A record of the mail server\'s name.')
output address string = environment.properties.staticIp

@description('The app\'s name in Azure\'s zone.')
output fqdn string = gateway.properties.configuration.ingress.fqdn
