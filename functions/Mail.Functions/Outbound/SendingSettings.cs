using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mail.Azure;
using Mail.Core;
using Mail.Dns;
using Mail.Processing;
using Mail.Transport;

namespace Mail.Functions;

/// <summary>How this process sends, from environment variables.</summary>
public sealed record SendingSettings
{
    public required OutboundOptions Outbound { get; init; }

    public required SenderOptions Sender { get; init; }

    public required RoutingOptions Routing { get; init; }

    /// <summary>How mail is collected from mailboxes elsewhere: MAIL_FETCH_NETWORKS.</summary>
    public required FetchOptions Fetching { get; init; }

    /// <summary>For policy hosts of MTA-STS.</summary>
    public WebOptions Web => new() { AllowedNetworks = Routing.AllowedNetworks };

    /// <summary>MAIL_DNS_SERVERS and MAIL_DNSSEC.</summary>
    public required DnsOptions Dns { get; init; }

    /// <summary>MAIL_KEY or MAIL_KEY_FILE, under which DKIM keys stand in table <c>DkimKeys</c>; <c>null</c> when they are in a vault, or there are none.</summary>
    public SealingKey? Sealing { get; init; }

    /// <summary>MAIL_SRS_SECRET or MAIL_SRS_SECRET_FILE, with which the reverse-path of forwarded mail is rewritten; <c>null</c>: it stays as it came.</summary>
    public SrsSecrets? Srs { get; init; }

    /// <param name="hostName">Our name: in EHLO, and to know ourselves by among the servers of a domain.</param>
    /// <param name="lease">After a crash, work in hand comes again so late.</param>
    /// <exception cref="ConfigurationException">A value cannot be used; says what to set.</exception>
    public static async Task<SendingSettings> ReadAsync(
        IConfiguration environment, string hostName, TimeSpan lease, ISecrets vault, CancellationToken cancellationToken)
    {
        try
        {
            var settings = new SendingSettings
            {
                Outbound = new OutboundOptions { HostName = hostName, Lease = lease },
                Sender = new SenderOptions { Helo = hostName },
                Routing = new RoutingOptions
                {
                    OurNames = new HashSet<string> { hostName },
                    AllowedNetworks = ReadNetworks(environment, "MAIL_DIRECT_NETWORKS"),
                },
                Fetching = new FetchOptions
                {
                    OurNames = new HashSet<string> { hostName },
                    AllowedNetworks = ReadNetworks(environment, "MAIL_FETCH_NETWORKS"),
                    Authorities = ReadAuthorities(environment["MAIL_FETCH_AUTHORITIES"]),
                },
                Dns = ReadDns(environment["MAIL_DNS_SERVERS"]) with { Trust = ReadTrust(environment["MAIL_DNSSEC"]) },
                Sealing = await SealingKey.ReadAsync(name => environment[name], vault, cancellationToken),
                Srs = await SrsSecrets.ReadAsync(name => environment[name], vault, cancellationToken),
            };
            settings.Sender.Validate();
            return settings;
        }
        catch (Exception e) when (e is FormatException or StorageUnavailableException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(e.Message, e);
        }
        catch (ArgumentException e)
        {
            throw new ConfigurationException($"MAIL_HOSTNAME is '{hostName}', expected our full host name: {e.Message}.", e);
        }
    }

    private static IReadOnlyList<IPNetwork> ReadNetworks(IConfiguration environment, string name) => RoutingOptions.TryParseNetworks(environment[name], out var networks)
        ? networks
        : throw new ConfigurationException($"{name} is '{environment[name]}', expected networks such as 10.1.0.0/16, fd00::/8.");

    /// <summary>A file of certificates in PEM; <c>null</c>: the system's.</summary>
    private static X509Certificate2Collection? ReadAuthorities(string? file)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            return null;
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities;
        }
        catch (CryptographicException e)
        {
            throw new ConfigurationException($"MAIL_FETCH_AUTHORITIES is '{file}', expected a file of certificates in PEM.", e);
        }
    }

    private static DnsTrust ReadTrust(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" or "off" => DnsTrust.Nobody,
        "loopback" => DnsTrust.Loopback,
        "trusted" => DnsTrust.Anywhere,
        _ => throw new ConfigurationException(
            $"MAIL_DNSSEC is '{text}', expected off, loopback (resolvers on this machine verify) or trusted (all that are asked do, and the way to them is safe)."),
    };

    private static DnsOptions ReadDns(string? servers)
    {
        if (servers is null || string.IsNullOrWhiteSpace(servers))
        {
            return new DnsOptions();
        }

        return DnsOptions.TryParseServers(servers, out var read)
            ? new DnsOptions { Servers = read }
            : throw new ConfigurationException($"MAIL_DNS_SERVERS is '{servers}', expected up to three addresses such as 192.0.2.53, [2001:db8::53]:5353.");
    }
}
