metadata description = 'Optional: the records of one mail domain, in a zone that is here. What depends on keys (DKIM) is printed by mailctl domain dns.'

@description('The zone, such as example.com. It has to be in this resource group, or is made: then its name servers go to the registrar.')
param zoneName string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('The mail server\'s name, which is in the zone.')
param hostName string

@description('The address of the edge.')
param address string

@description('Where mta-sts and autoconfig are answered: the function app.')
param functionsHostName string

resource zone 'Microsoft.Network/dnsZones@2018-05-01' = {
  name: zoneName
  location: 'global'
  tags: tags
}

resource host 'Microsoft.Network/dnsZones/A@2018-05-01' = {
  parent: zone
  // mail.eu of mail.eu.example.com in example.com.
  name: take(hostName, length(hostName) - length(zoneName) - 1)
  properties: {
    TTL: 3600
    ARecords: [{ ipv4Address: address }]
  }
}

resource exchange 'Microsoft.Network/dnsZones/MX@2018-05-01' = {
  parent: zone
  name: '@'
  properties: {
    TTL: 3600
    MXRecords: [
      {
        preference: 10
        exchange: hostName
      }
    ]
  }
}

resource documents 'Microsoft.Network/dnsZones/CNAME@2018-05-01' = [
  for label in ['autoconfig', 'autodiscover', 'mta-sts']: {
    parent: zone
    name: label
    properties: {
      TTL: 3600
      CNAMERecord: { cname: functionsHostName }
    }
  }
]

@description('What the registrar has to be told.')
output nameServers string[] = zone.properties.nameServers
