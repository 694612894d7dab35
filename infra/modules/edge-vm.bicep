metadata description = 'The edge on machines: a scale set behind a Standard Load Balancer with a static address. The gateway sees who its clients are.'

@description('Where it lives.')
param location string

@description('Name of the scale set and, with endings, of what belongs to it.')
param name string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('Name of the gateway\'s identity.')
param identityName string

@description('Name of the network in whose subnet \'edge\' the machines are.')
param networkName string

@description('The gateway\'s image, with its tag or digest.')
param image string

@description('The registry that it comes from.')
param registry string

@description('The gateway\'s settings, a line each: NAME=value. No secret is among them: those are named by the URL of a vault.')
param settings string[]

@description('Machines. Two survive an upgrade without a pause. No more than have a share of the 64,000 ports of one address.')
@minValue(1)
@maxValue(8)
param instances int

@description('Availability zones that the machines are spread over, and the address is in. Empty: the region has none.')
param zones string[]

@description('Their size. The gateway needs little: 2 cores and 1 GiB take some hundred messages a second.')
param vmSize string

@description('A public SSH key for the console in an emergency. There is no way in from the network, and no password.')
param sshPublicKey string

@description('The account of that key.')
param adminUsername string = 'operator'

@description('A name in the region\'s DNS zone for the address.')
param dnsLabel string

// Frontend and backend port of each service: the process needs no privilege, as it listens above 1024.
var services = [
  {
    name: 'smtp'
    frontend: 25
    backend: 2525
  }
  {
    name: 'submissions'
    frontend: 465
    backend: 2465
  }
  {
    name: 'submission'
    frontend: 587
    backend: 2587
  }
]

var balancerName = '${name}-lb'

// What a machine is made with. It is told once: what changes later comes by the extension.
var start = replace(
  replace(
    replace(loadTextContent('../edge/cloud-init.yaml'), '__REGISTRY__', registry),
    '__CLIENT_ID__',
    identity.properties.clientId
  ),
  '__LEAVE__',
  replace(loadTextContent('../edge/leave.sh'), '\n', '\n      ')
)

var bringUp = replace(
  replace(loadTextContent('../edge/gateway.sh'), '__IMAGE__', image),
  '__SETTINGS__',
  join(settings, '\n')
)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource address 'Microsoft.Network/publicIPAddresses@2025-01-01' = {
  name: '${name}-ip'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  zones: zones
  properties: {
    publicIPAllocationMethod: 'Static'
    idleTimeoutInMinutes: 15
    dnsSettings: { domainNameLabel: dnsLabel }
  }
}

resource balancer 'Microsoft.Network/loadBalancers@2025-01-01' = {
  name: balancerName
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'mail'
        properties: { publicIPAddress: { id: address.id } }
      }
    ]
    backendAddressPools: [{ name: 'gateways' }]
    probes: [
      {
        name: 'ready'
        properties: {
          protocol: 'Http'
          port: 2580
          requestPath: '/health/ready'
          intervalInSeconds: 5
          probeThreshold: 2
        }
      }
    ]
    loadBalancingRules: [
      for service in services: {
        name: service.name
        properties: {
          protocol: 'Tcp'
          frontendPort: service.frontend
          backendPort: service.backend
          // RFC 5321 section 4.5.3.2 lets a client wait for minutes; the longest that is to be had.
          idleTimeoutInMinutes: 30
          enableTcpReset: true
          disableOutboundSnat: true
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', balancerName, 'mail')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', balancerName, 'gateways')
          }
          probe: { id: resourceId('Microsoft.Network/loadBalancers/probes', balancerName, 'ready') }
        }
      }
    ]
    // Out: storage, DNS lists, packages.
    outboundRules: [
      {
        name: 'out'
        properties: {
          protocol: 'All'
          // 64,000 ports of the address for 8 machines.
          allocatedOutboundPorts: 8000
          enableTcpReset: true
          idleTimeoutInMinutes: 4
          frontendIPConfigurations: [
            { id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', balancerName, 'mail') }
          ]
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', balancerName, 'gateways')
          }
        }
      }
    ]
  }
}

resource machines 'Microsoft.Compute/virtualMachineScaleSets@2025-04-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: vmSize
    capacity: instances
  }
  zones: zones
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    orchestrationMode: 'Uniform'
    overprovision: false
    upgradePolicy: {
      mode: 'Rolling'
      // One machine after the other, and only while the others are well.
      rollingUpgradePolicy: {
        maxBatchInstancePercent: 50
        maxUnhealthyInstancePercent: 50
        maxUnhealthyUpgradedInstancePercent: 20
        pauseTimeBetweenBatches: 'PT1M'
        prioritizeUnhealthyInstances: true
      }
      automaticOSUpgradePolicy: {
        enableAutomaticOSUpgrade: true
        disableAutomaticRollback: false
      }
    }
    virtualMachineProfile: {
      // A machine that goes, or is made anew, gets time to finish what it receives (edge/leave.sh), and says when it has.
      scheduledEventsProfile: {
        terminateNotificationProfile: {
          enable: true
          notBeforeTimeout: 'PT5M'
        }
        osImageNotificationProfile: {
          enable: true
          notBeforeTimeout: 'PT15M'
        }
      }
      securityProfile: {
        securityType: 'TrustedLaunch'
        uefiSettings: {
          secureBootEnabled: true
          vTpmEnabled: true
        }
      }
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        osDisk: {
          createOption: 'FromImage'
          managedDisk: { storageAccountType: 'StandardSSD_LRS' }
        }
      }
      osProfile: {
        computerNamePrefix: 'edge'
        adminUsername: adminUsername
        customData: base64(start)
        linuxConfiguration: {
          disablePasswordAuthentication: true
          ssh: {
            publicKeys: [
              {
                path: '/home/${adminUsername}/.ssh/authorized_keys'
                keyData: sshPublicKey
              }
            ]
          }
        }
      }
      // Settings of an extension that change are brought to one batch of machines after the other, as rollingUpgradePolicy says; those of customData would wait until machines are made anew.
      extensionProfile: {
        extensionsTimeBudget: 'PT1H'
        extensions: [
          {
            name: 'gateway'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              autoUpgradeMinorVersion: true
              settings: { script: base64(bringUp) }
            }
          }
        ]
      }
      networkProfile: {
        healthProbe: { id: '${balancer.id}/probes/ready' }
        networkInterfaceConfigurations: [
          {
            name: 'edge'
            properties: {
              primary: true
              ipConfigurations: [
                {
                  name: 'edge'
                  properties: {
                    subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', networkName, 'edge') }
                    loadBalancerBackendAddressPools: [{ id: '${balancer.id}/backendAddressPools/gateways' }]
                  }
                }
              ]
            }
          }
        ]
      }
    }
  }
}

@description('The address: for the A record of the mail server\'s name. Ask for its reverse name (PTR), too.')
output address string = address.properties.ipAddress

@description('The address\'s name in the region\'s zone.')
output fqdn string = address.properties.dnsSettings.fqdn
