using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mail.Azure;
using Mail.Core;
using Mail.Processing;
using Mail.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Ctl;

/// <summary>Puts together what collects mail, as the functions do, on this machine.</summary>
internal static class FetchComposition
{
    public static FetchFlow Open(AzureStorage azure, IRemoteMailboxes mailboxes, Func<string, string?> environment)
    {
        var flow = new FlowOptions { HostName = HostName(environment) };
        var incoming = new IncomingQueue(azure.Queues);
        return new FetchFlow(
            azure.RemoteAccounts,
            mailboxes,
            azure.FetchState,
            azure.Locks,
            azure.Directory,
            new FetchedMessages(azure.Spool, incoming, new Router(azure.Directory), flow, TimeProvider.System),
            new FetchNotices(new OwnMail(azure.Spool, incoming, flow, TimeProvider.System), flow, TimeProvider.System),
            new FetchQueue(azure.Queues),
            new FetchFlowOptions(),
            TimeProvider.System,
            Random.Shared,
            NullLogger<FetchFlow>.Instance);
    }

    /// <exception cref="IOException">A setting is no good; the message says what to do.</exception>
    public static FetchOptions OptionsOf(Func<string, string?> environment)
    {
        if (!RoutingOptions.TryParseNetworks(environment("MAIL_FETCH_NETWORKS"), out var networks))
        {
            throw new IOException($"MAIL_FETCH_NETWORKS is '{environment("MAIL_FETCH_NETWORKS")}', expected networks such as 10.1.0.0/16, fd00::/8.");
        }

        return new FetchOptions
        {
            OurNames = new HashSet<string> { HostName(environment) },
            AllowedNetworks = networks,
            Authorities = environment("MAIL_FETCH_AUTHORITIES") is { Length: > 0 } file ? ReadAuthorities(file) : null,
        };
    }

    private static string HostName(Func<string, string?> environment) =>
        environment("MAIL_HOSTNAME") is { Length: > 0 } name ? name : Environment.MachineName.ToLowerInvariant();

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities;
        }
        catch (CryptographicException e)
        {
            throw new IOException($"MAIL_FETCH_AUTHORITIES is '{file}', expected a file of certificates in PEM.", e);
        }
    }
}
