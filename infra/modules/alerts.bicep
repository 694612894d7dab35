metadata description = 'What somebody is woken for, and what they look at then. Each alert is a condition of docs/metrics.md.'

@description('Where they live.')
param location string

@description('Tags of everything in this environment.')
param tags { *: string }

@description('Who is told, by mail; empty: nobody, and the alerts are only seen in the portal. Not an address whose mail comes through this system alone.')
param email string

@description('The Log Analytics workspace to which Application Insights writes.')
param workspaceId string

@description('The Application Insights component.')
param insightsId string

@description('Name of the Service Bus namespace; empty for none.')
param serviceBusName string

@description('Which edge: it decides what is asked whether it is there.')
@allowed(['vm', 'aca'])
param edge string

@description('Name of the edge\'s load balancer (vm) or app (aca); empty for an edge that is not there yet, or may go down to nothing.')
param edgeName string

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
    name: 'mail-silent'
    title: 'The functions say nothing'
    text: 'The sweep, which looks at the queues every five minutes, has told nothing for half an hour: the functions do not run at all. Mail is safe, and waits.'
    severity: 1
    query: 'AppMetrics | where Name == "mail.queue.oldest" | summarize Samples = count() | where Samples == 0'
    minutes: 30
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
    name: 'mail-refusals'
    title: 'Everything is refused'
    text: 'For six hours clients were refused and no message was accepted: a DNS list that lists everybody, an access rule, or a directory without its domains. mailctl rejects says what and why.'
    severity: 2
    query: 'AppMetrics | where Name in ("mail.smtp.refused", "mail.smtp.messages") | summarize Refused = sumif(Sum, Name == "mail.smtp.refused"), Accepted = sumif(Sum, Name == "mail.smtp.messages" and tostring(Properties.outcome) == "accepted") | where Refused >= 50 and Accepted == 0'
    minutes: 360
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
      evaluationFrequency: 'PT${min(condition.minutes, 60)}M'
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

// What it is, when it is there. A name that nobody has, otherwise.
resource balancer 'Microsoft.Network/loadBalancers@2025-01-01' existing = {
  name: empty(edgeName) ? 'none' : edgeName
}

resource app 'Microsoft.App/containerApps@2025-07-01' existing = {
  name: empty(edgeName) ? 'none' : edgeName
}

resource edgeDown 'Microsoft.Insights/metricAlerts@2018-03-01' = if (!empty(edgeName)) {
  name: 'mail-edge'
  location: 'global'
  tags: tags
  properties: {
    description: 'Mail is not received, or one machine alone receives it. Senders try again for days. Serial console: systemctl status mail-cloud-gateway; edge=aca: az containerapp logs show.'
    severity: 1
    enabled: true
    scopes: [edge == 'vm' ? balancer.id : app.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        edge == 'vm'
          ? {
              // Share of health probes that are answered, in percent. One of two machines away for a quarter of an hour is 50; both upgraded in turn, five minutes each, are 67.
              name: 'machines that are ready'
              criterionType: 'StaticThresholdCriterion'
              metricName: 'DipAvailability'
              timeAggregation: 'Average'
              operator: 'LessThan'
              threshold: 60
            }
          : {
              name: 'replicas'
              criterionType: 'StaticThresholdCriterion'
              metricName: 'Replicas'
              timeAggregation: 'Maximum'
              operator: 'LessThan'
              threshold: 1
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
