metadata description = 'Mail.Cloud on Azure: storage, functions, the edge that receives mail, and what watches over them. docs/deploy.md tells how to use it.'

targetScope = 'subscription'

@description('Name of this installation; resources are named after it.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Where everything lives. Flex Consumption has to be there.')
param location string

@description('The mail server\'s name, as it greets and as MX records have it: mail.example.com.')
@minLength(4)
param hostName string

@description('How mail comes in. vm: machines behind a load balancer, which see their clients\' addresses. aca: Container Apps, nothing to look after, but who the clients are stays unknown: no DNS lists, no greylisting by network, no SPF.')
@allowed(['vm', 'aca'])
param edge string = 'vm'

@description('The gateway\'s image with its tag or digest. Empty: everything but the edge is made; the hook of azure.yaml builds the image then and comes again.')
param gatewayImage string = ''

@description('Where jobs for other servers wait: storage is free and enough for most; servicebus has dead letters and duplicate detection of its own.')
@allowed(['storage', 'servicebus'])
param outboundQueue string = 'storage'

@description('Storage and vaults are reached inside the network only. Then mailctl works from inside it, too.')
param vnetEnabled bool = false

@description('Who runs the deployment: gets the data roles that mailctl needs, and fills the vaults. azd sets it. Empty: nobody.')
param principalId string = ''

@description('What kind of identity that is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param principalType string = 'User'

@description('Who is told of alerts. Better not an address whose mail comes through this system.')
param alertEmail string = ''

@description('A zone of Azure DNS to fill with the records of this mail domain, such as example.com. Empty: mailctl domain dns prints them.')
param dnsZoneName string = ''

@description('How storage is copied. ZRS survives the loss of a building; GZRS also that of a region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_ZRS'

@description('Days for which deleted mail can be brought back by an operator.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 14

@description('Keep earlier versions of blobs, too.')
param blobVersioning bool = false

@description('Days after which mail moves to the cool tier. 0: never.')
@minValue(0)
param coolAfterDays int = 90

@description('Days after which the spool lets go of a message whatever happened: more than the longest quarantine, 45, with the five days of delivery before and after it.')
@minValue(60)
param spoolNetDays int = 60

@description('Memory of a functions instance in MB.')
@allowed([512, 2048, 4096])
param functionsMemoryMB int = 2048

@description('Functions instances at most.')
@minValue(1)
@maxValue(1000)
param functionsMaxInstances int = 40

@description('Functions instances that are never stopped. 0: nothing runs, and nothing is paid, while no mail comes.')
@minValue(0)
param functionsAlwaysReady int = 0

@description('edge=vm: machines.')
@minValue(1)
@maxValue(8)
param vmInstances int = 2

@description('edge=vm: availability zones to spread the machines over. Empty where the region has none; then storageRedundancy is Standard_LRS, too.')
param vmZones string[] = ['1', '2', '3']

@description('edge=vm: their size.')
param vmSize string = 'Standard_B2ls_v2'

@description('edge=vm: a public SSH key for the console in an emergency. Needed for edge=vm.')
param sshPublicKey string = ''

@description('edge=aca: replicas that always run.')
@minValue(0)
param acaMinReplicas int = 1

@description('edge=aca: replicas at most.')
@minValue(1)
param acaMaxReplicas int = 5

@description('Name of the certificate in the edge\'s vault. Until it is there, mail is received unencrypted and submission is closed.')
param certificateName string = 'mail'

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs a day at most. -1: no limit.')
param logDailyCapGb int = 1

@description('Tags on everything, beside azd\'s.')
param extraTags { *: string } = {}

var tags = union(extraTags, { 'azd-env-name': environmentName })

var resourceToken = toLower(uniqueString(subscription().id, environmentName, location))

var gatewayIdentityName = 'id-gateway-${resourceToken}'

var functionsIdentityName = 'id-functions-${resourceToken}'

var serviceBusName = outboundQueue == 'servicebus' ? 'sb-${resourceToken}' : ''

var networkName = 'vnet-${resourceToken}'

var edgePrefix = '10.20.0.0/23'

var hasEdge = !empty(gatewayImage)

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module gatewayIdentity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: gatewayIdentityName
    location: location
    tags: tags
  }
}

module functionsIdentity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: functionsIdentityName
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  dependsOn: [gatewayIdentity, functionsIdentity]
  params: {
    workspaceName: 'log-${resourceToken}'
    insightsName: 'appi-${resourceToken}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyCapGb: logDailyCapGb
    reporterNames: [gatewayIdentityName, functionsIdentityName]
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  dependsOn: [gatewayIdentity, functionsIdentity]
  params: {
    name: 'st${resourceToken}'
    location: location
    tags: tags
    redundancy: storageRedundancy
    softDeleteDays: softDeleteDays
    versioning: blobVersioning
    coolAfterDays: coolAfterDays
    spoolNetDays: spoolNetDays
    privateOnly: vnetEnabled
    packageContainer: 'app-package'
    gatewayIdentityName: gatewayIdentityName
    functionsIdentityName: functionsIdentityName
    operatorPrincipalId: principalId
    operatorPrincipalType: principalType
  }
}

module edgeVault 'modules/vault.bicep' = {
  scope: group
  dependsOn: [gatewayIdentity, functionsIdentity]
  params: {
    name: 'kv-e-${resourceToken}'
    location: location
    tags: tags
    privateOnly: vnetEnabled
    // The secret of SRS addresses is read by both: the gateway knows by it which bounces are for mail that was sent on.
    readerNames: [gatewayIdentityName, functionsIdentityName]
    operatorPrincipalId: principalId
    operatorPrincipalType: principalType
  }
}

module functionsVault 'modules/vault.bicep' = {
  scope: group
  dependsOn: [functionsIdentity]
  params: {
    name: 'kv-f-${resourceToken}'
    location: location
    tags: tags
    privateOnly: vnetEnabled
    readerNames: [functionsIdentityName]
    operatorPrincipalId: principalId
    operatorPrincipalType: principalType
  }
}

module registry 'modules/registry.bicep' = {
  scope: group
  dependsOn: [gatewayIdentity]
  params: {
    name: 'cr${resourceToken}'
    location: location
    tags: tags
    gatewayIdentityName: gatewayIdentityName
  }
}

module serviceBus 'modules/servicebus.bicep' = if (outboundQueue == 'servicebus') {
  scope: group
  dependsOn: [functionsIdentity]
  params: {
    name: serviceBusName
    location: location
    tags: tags
    functionsIdentityName: functionsIdentityName
    operatorPrincipalId: principalId
    operatorPrincipalType: principalType
  }
}

module network 'modules/network.bicep' = if (vnetEnabled || hasEdge) {
  scope: group
  params: {
    name: networkName
    location: location
    tags: tags
    edge: edge
    edgePrefix: edgePrefix
  }
}

module endpoints 'modules/private-endpoints.bicep' = if (vnetEnabled) {
  scope: group
  dependsOn: [network]
  params: {
    location: location
    tags: tags
    networkName: networkName
    targets: concat(
      map(['blob', 'queue', 'table'], service => {
        name: 'pe-${service}-${resourceToken}'
        id: storage.outputs.id
        service: service
      }),
      [
        {
          name: 'pe-vault-e-${resourceToken}'
          id: edgeVault.outputs.id
          service: 'vault'
        }
        {
          name: 'pe-vault-f-${resourceToken}'
          id: functionsVault.outputs.id
          service: 'vault'
        }
      ]
    )
  }
}

var serviceBusHost = outboundQueue == 'servicebus' ? serviceBus!.outputs.hostName : ''

module functions 'modules/functions.bicep' = {
  scope: group
  dependsOn: [network]
  params: {
    name: 'func-${resourceToken}'
    planName: 'plan-${resourceToken}'
    location: location
    tags: tags
    identityName: functionsIdentityName
    storageName: storage.outputs.name
    packageUrl: storage.outputs.packageUrl
    instanceMemoryMB: functionsMemoryMB
    maximumInstances: functionsMaxInstances
    alwaysReady: functionsAlwaysReady
    networkName: vnetEnabled ? networkName : ''
    insightsConnectionString: monitoring.outputs.connectionString
    settings: concat(
      [
        {
          name: 'MAIL_STORAGE'
          value: storage.outputs.blobEndpoint
        }
        {
          name: 'MAIL_HOSTNAME'
          value: hostName
        }
        {
          name: 'MAIL_KEY'
          value: '${functionsVault.outputs.uri}secrets/mail-key'
        }
        {
          name: 'MAIL_SRS_SECRET'
          value: '${edgeVault.outputs.uri}secrets/srs-secret'
        }
        {
          name: 'MAIL_OUTBOUND_QUEUE'
          value: outboundQueue
        }
        // The folders of both are there, and the host would start both.
        {
          name: outboundQueue == 'servicebus'
            ? 'AzureWebJobs.Outbound.Disabled'
            : 'AzureWebJobs.OutboundServiceBus.Disabled'
          value: 'true'
        }
      ],
      outboundQueue == 'servicebus'
        ? [
            {
              name: 'MAIL_SERVICEBUS'
              value: serviceBusHost
            }
            {
              name: 'ServiceBusConnection__fullyQualifiedNamespace'
              value: serviceBusHost
            }
            {
              name: 'ServiceBusConnection__credential'
              value: 'managedidentity'
            }
            {
              name: 'ServiceBusConnection__clientId'
              value: functionsIdentity.outputs.clientId
            }
          ]
        : []
    )
  }
}

var gatewaySettings = concat(
  [
    {
      name: 'AZURE_CLIENT_ID'
      value: gatewayIdentity.outputs.clientId
    }
    {
      name: 'MAIL_STORAGE'
      value: storage.outputs.blobEndpoint
    }
    {
      name: 'MAIL_HOSTNAME'
      value: hostName
    }
    {
      name: 'MAIL_LISTEN'
      value: '0.0.0.0'
    }
    {
      name: 'MAIL_HEALTH_LISTEN'
      value: '0.0.0.0'
    }
    {
      name: 'MAIL_GATEWAY_STATE'
      value: '/var/lib/mail-cloud'
    }
    {
      name: 'MAIL_LOG_FORMAT'
      value: 'json'
    }
    {
      name: 'MAIL_TLS_CERTIFICATE'
      value: 'keyvault:${edgeVault.outputs.uri}certificates/${certificateName}'
    }
    {
      name: 'MAIL_SRS_SECRET'
      value: '${edgeVault.outputs.uri}secrets/srs-secret'
    }
    {
      name: 'MAIL_AUTH_SECRET'
      value: '${edgeVault.outputs.uri}secrets/auth-secret'
    }
    {
      name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
      value: monitoring.outputs.connectionString
    }
  ],
  // The ingress connects in place of the clients: without this they would all be one client with too many connections.
  edge == 'aca'
    ? [
        {
          name: 'MAIL_HIDDEN_NETWORKS'
          value: '${edgePrefix}, 100.64.0.0/10'
        }
      ]
    : []
)

module machines 'modules/edge-vm.bicep' = if (hasEdge && edge == 'vm') {
  scope: group
  dependsOn: [network]
  params: {
    name: 'edge-${resourceToken}'
    location: location
    tags: tags
    identityName: gatewayIdentityName
    networkName: networkName
    image: gatewayImage
    registry: registry.outputs.loginServer
    settings: map(gatewaySettings, setting => '${setting.name}=${setting.value}')
    instances: vmInstances
    zones: vmZones
    vmSize: vmSize
    sshPublicKey: sshPublicKey
    dnsLabel: 'mail-${resourceToken}'
  }
}

module containers 'modules/edge-aca.bicep' = if (hasEdge && edge == 'aca') {
  scope: group
  dependsOn: [network]
  params: {
    name: 'edge-${resourceToken}'
    environmentName: 'cae-${resourceToken}'
    location: location
    tags: tags
    identityName: gatewayIdentityName
    networkName: networkName
    image: gatewayImage
    registry: registry.outputs.loginServer
    settings: gatewaySettings
    minReplicas: acaMinReplicas
    maxReplicas: acaMaxReplicas
    workspaceId: monitoring.outputs.workspaceId
  }
}

var edgeAddress = !hasEdge ? '' : edge == 'vm' ? machines!.outputs.address : containers!.outputs.address

module alerts 'modules/alerts.bicep' = {
  scope: group
  dependsOn: [serviceBus, machines, containers]
  params: {
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    insightsId: monitoring.outputs.insightsId
    serviceBusName: serviceBusName
    edge: edge
    edgeName: !hasEdge
      ? ''
      : edge == 'vm' ? 'edge-${resourceToken}-lb' : acaMinReplicas > 0 ? 'edge-${resourceToken}' : ''
  }
}

// A name that is not in the zone is refused by hooks/before-provision.sh; deployed without it, the zone is left alone.
module dns 'modules/dns.bicep' = if (hasEdge && !empty(dnsZoneName) && endsWith(hostName, '.${dnsZoneName}')) {
  scope: group
  params: {
    zoneName: dnsZoneName
    tags: tags
    hostName: hostName
    address: edgeAddress
    functionsHostName: functions.outputs.hostName
  }
}

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The registry to push the gateway\'s image to.')
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.loginServer

@description('What mailctl\'s MAIL_STORAGE is set to.')
output MAIL_STORAGE string = storage.outputs.blobEndpoint

@description('What mailctl\'s MAIL_SERVICEBUS is set to; empty without Service Bus.')
output MAIL_SERVICEBUS string = serviceBusHost

@description('The edge\'s vault: certificate, and the secrets that both processes share.')
output MAIL_EDGE_VAULT string = edgeVault.outputs.name

@description('The functions\' vault: the key of the DKIM keys.')
output MAIL_FUNCTIONS_VAULT string = functionsVault.outputs.name

@description('Where mail is received: for the A record of the mail server\'s name.')
output MAIL_EDGE_ADDRESS string = edgeAddress

@description('Where mta-sts and autoconfig are answered.')
output MAIL_FUNCTIONS_HOST string = functions.outputs.hostName
