metadata description = 'What somebody is woken for, and what they look at then. Each alert is a condition of docs/metrics.md.'

@description('Where they live.')
param location string

@description('Tags of everything in this environment.')
param tags object

@description('Who is told, by mail; empty: nobody, and the alerts are only seen in the portal. Not an address whose mail comes through this system alone.')
param email string

@description('The Log Analytics workspace to which Application Insights writes.')
param workspaceId string

@description('The Application Insights component.')
param insightsId string

@description('Name of the Service Bus namespace; empty for none.')
param serviceBusName string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'mail-operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'mail'
    enabled: true
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

var conditions = [
  {
    name: 'mail-poison'
    title: 'A message has failed again and again'
    text: 'A poison queue is not empty. Mail is safe in the spool. mailctl queue list says which; after mending, mailctl queue requeue.'
    severity: 1
    query: 'AppMetrics | where Name == "mail.queue.messages" and tostring(Properties.queue) endswith "-poison" | summarize Value = max(Max) by bin(TimeGenerated, 5m) | where Value > 0'
    minutes: 15
  }
  {
    name: 'mail-waiting'
    title: 'Mail waits'
    text: 'The oldest message in queue incoming has waited for more than ten minutes: the functions do not run, or cannot keep up. Mail is safe, and waits.'
    severity: 1
    query: 'AppMetrics | where Name == "mail.queue.oldest" and tostring(Properties.queue) == "incoming" | summarize Value = max(Max) by bin(TimeGenerated, 5m) | where Value > 600'
    minutes: 15
  }
  {
    name: 'mail-refused'
    title: 'The storage does not take messages'
    text: 'The gateway has answered 451 to senders, who will try again. Look at the storage account, and at mailctl status.'
    severity: 1
    query: 'AppMetrics | where Name == "mail.smtp.messages" and tostring(Properties.outcome) == "failed" | summarize Value = sum(Sum) by bin(TimeGenerated, 5m) | where Value > 0'
    minutes: 15
  }
  {
    name: 'mail-certificate'
    title: 'A certificate ends within a week'
    text: 'Renewal does not work. Servers go on without encryption then, mail programs do not.'
    severity: 2
    query: 'AppMetrics | where Name == "mail.tls.certificate.days" | summarize Value = min(Min) by tostring(Properties.certificate) | where Value < 7'
    minutes: 60
  }
  {
    name: 'mail-forwarding'
    title: 'Forwarding to somebody is stopped'
    text: 'Another server refuses much of what is sent on to it. mailctl forwarding list says who.'
    severity: 3
    query: 'AppMetrics | where Name == "mail.forwarding.stopped" | summarize Value = max(Max) by bin(TimeGenerated, 5m) | where Value > 0'
    minutes: 60
  }
]

resource watching 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for condition in conditions: {
    name: condition.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: condition.title
      description: condition.text
      severity: condition.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT${condition.minutes}M'
      windowSize: 'PT${condition.minutes}M'
      criteria: {
        allOf: [
          {
            query: condition.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              minFailingPeriodsToAlert: 1
              numberOfEvaluationPeriods: 1
            }
          }
        ]
      }
      autoMitigate: true
      // A workspace that has seen no mail yet does not know the table.
      skipQueryValidation: true
      actions: { actionGroups: empty(email) ? [] : [people.id] }
    }
  }
]

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' existing = {
  // A name that nobody has, where there is none.
  name: empty(serviceBusName) ? 'none' : serviceBusName
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = if (!empty(serviceBusName)) {
  name: 'mail-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'Queue outbound has dead letters: mailctl queue list shows them as outbound-poison.'
    severity: 1
    enabled: true
    scopes: [namespace.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead letters'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'DeadletteredMessages'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    autoMitigate: true
    actions: empty(email) ? [] : [{ actionGroupId: people.id }]
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'mail-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Mail'
    category: 'workbook'
    sourceId: insightsId
    serializedData: loadTextContent('../workbook.json')
  }
}
