namespace Mail.Functions;

internal static class HelpText
{
    public const string Text =
        """
        Mail.Functions: delivers spooled mail.

        Started by an Azure Functions host it is its custom handler. Started by hand it runs standalone and does the host's
        part itself: it reads host.json and the function folders beside it, listens to the queues and keeps the timers.
        It takes no arguments but --help, --version, and --check-health, which asks the process that runs here with these settings
        whether it is well (for a container's health check); settings are environment variables:

          MAIL_STORAGE              connection string, or account URL (Entra identity) [UseDevelopmentStorage=true]
          MAIL_OUTBOUND_QUEUE       storage or servicebus: where queue outbound is     [storage]
          MAIL_SERVICEBUS           host name of the namespace (Entra identity), or connection string
          MAIL_HOSTNAME             our name in the fields that we add                 [the machine's name]
          MAIL_DNS_SERVERS          resolvers to ask, up to three                      [the system's]
          MAIL_DNSSEC               whose word on DNSSEC counts: off, loopback, trusted [off]
          MAIL_DIRECT_NETWORKS      networks that are not public and may be sent to when the DNS leads there [none]
          MAIL_FETCH_NETWORKS       networks that are not public and may be fetched from  [none]
          MAIL_FETCH_AUTHORITIES    file of certificates (PEM) to trust when fetching   [the system's]
          MAIL_KEY, MAIL_KEY_FILE   the key under which DKIM keys are kept and of which keys of webhooks are made, or a file that holds it
          MAIL_SRS_SECRET, MAIL_SRS_SECRET_FILE   the secret of SRS addresses (vault URL, too), or a file that holds it; as the gateway's
          MAIL_RSPAMD_PASSWORD      what rspamd's controller asks for, when it is asked [none]
          MAIL_PUBLIC_HOSTNAME      our MX: in the MTA-STS policy, and what programs are told [MAIL_HOSTNAME]
          MAIL_PUBLIC_SUBMISSION_PORT   the port for STARTTLS they are told; 0 none    [587]
          MAIL_PUBLIC_SUBMISSIONS_PORT  the port for TLS they are told; 0 none         [465]
          MAIL_FUNCTIONS_PORT       HTTP port, standalone; 0 takes any free one        [7071]
          MAIL_LISTEN               IP address to listen on, standalone                [127.0.0.1]
          MAIL_DRAIN_SECONDS        time for running work when stopped, standalone     [10]
          MAIL_QUEUE_LEASE_SECONDS  after a crash, work in hand comes again so late    [30]
          MAIL_LOG_FORMAT           simple or json                                     [simple]
          APPLICATIONINSIGHTS_CONNECTION_STRING  send traces and metrics to Application Insights, with the identity of the process
          OTEL_EXPORTER_OTLP_ENDPOINT  send traces and metrics there (and the other OTEL_* variables)
          AzureFunctionsJobHost__…  overrides a value of host.json, as under the Functions host
          AzureWebJobs_<Function>_Disabled=true  leaves a function out

        Exit codes: 0 stopped as asked; 1 could not run; 2 wrong usage. Under a Functions host 200 instead of 0.

        """;
}
