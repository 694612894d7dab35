metadata description = 'The network: the edge\'s subnet, and with private endpoints theirs and that from which the functions go out.'

@description('Where it lives.')
param location string

@description('Name of the network.')
param name string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('Which edge: it decides what its subnet is for.')
@allowed(['vm', 'aca'])
param edge string

@description('The edge\'s subnet. Of edge=aca, MAIL_HIDDEN_NETWORKS repeats it.')
param edgePrefix string

resource guard 'Microsoft.Network/networkSecurityGroups@2025-01-01' = {
  name: '${name}-edge'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'mail'
        properties: {
          description: 'SMTP, submissions, submission. The load balancer keeps the ports of the gateway, so both are named.'
          access: 'Allow'
          direction: 'Inbound'
          priority: 100
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRanges: edge == 'vm' ? ['2525', '2465', '2587'] : ['25', '465', '587']
        }
      }
      {
        name: 'probes'
        properties: {
          description: 'The load balancer asks for health; nobody else may.'
          access: 'Allow'
          direction: 'Inbound'
          priority: 110
          protocol: edge == 'vm' ? 'Tcp' : '*'
          sourceAddressPrefix: 'AzureLoadBalancer'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: edge == 'vm' ? '2580' : '*'
        }
      }
      {
        name: 'within'
        properties: {
          description: 'What Container Apps say to each other in their subnet; machines say nothing.'
          access: edge == 'vm' ? 'Deny' : 'Allow'
          direction: 'Inbound'
          priority: 120
          protocol: '*'
          sourceAddressPrefix: edgePrefix
          sourcePortRange: '*'
          destinationAddressPrefix: edgePrefix
          destinationPortRange: '*'
        }
      }
      {
        name: 'nothing-else'
        properties: {
          access: 'Deny'
          direction: 'Inbound'
          priority: 4000
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/16'] }
    subnets: [
      {
        name: 'edge'
        properties: {
          addressPrefix: edgePrefix
          networkSecurityGroup: { id: guard.id }
          defaultOutboundAccess: false
          delegations: edge == 'aca'
            ? [
                {
                  name: 'container-apps'
                  properties: { serviceName: 'Microsoft.App/environments' }
                }
              ]
            : []
        }
      }
      {
        name: 'functions'
        properties: {
          addressPrefix: '10.20.4.0/24'
          delegations: [
            {
              name: 'flex-consumption'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.20.5.0/24'
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }
}
