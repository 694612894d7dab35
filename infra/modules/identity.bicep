metadata description = 'One identity of a process. The gateway and the functions have one each, so that what one may do the other may not.'

@description('Where it lives.')
param location string

@description('Its name.')
param name string

@description('Tags of everything in this environment.')
param tags { *: string }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('The resource, for those who put it on.')
output id string = identity.id

@description('The application id, by which a process asks for tokens.')
output clientId string = identity.properties.clientId
