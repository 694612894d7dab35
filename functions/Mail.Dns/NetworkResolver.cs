using System.Diagnostics.CodeAnalysis;
using DnsClient;
using Mail.Core;

namespace Mail.Dns;

/// <summary>Asks over the network, each time. The one place that knows the DNS library.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle; it is memory only.")]
internal sealed class NetworkResolver : IDnsResolver
{
    // A reader of RFC 1034 §5.2.2 chains; real ones have one or two links. BIND stops at 16, Unbound at 11.
    private const int MaxRestarts = 8;

    // RFC 9715 §3: a datagram that is not fragmented anywhere.
    private const int DatagramSize = 1232;

    private readonly Lazy<LookupClient> _client;
    private readonly SemaphoreSlim _slots;
    private readonly TimeSpan _tryTimeout;
    private readonly TimeSpan _questionTimeout;
    private readonly DnsTrust _trust;
    private TimeSpan _limit;

    public NetworkResolver(DnsOptions options)
    {
        _slots = new SemaphoreSlim(options.MaxQuestions);
        _tryTimeout = options.TryTimeout;
        _questionTimeout = options.QuestionTimeout;
        _trust = options.Trust;
        // Not before the first question: the system's list may be empty, which is then the answer and no reason not to start.
        _client = new Lazy<LookupClient>(() => NewClient(options));
    }

    public async ValueTask<DnsAnswer> QueryAsync(Core.DnsQuestion question, CancellationToken cancellationToken)
    {
        if (!question.IsWellFormed)
        {
            return DnsAnswer.NxDomain(TimeSpan.Zero);
        }

        if (!await _slots.WaitAsync(_tryTimeout, cancellationToken))
        {
            return DnsAnswer.Failed("too many questions are out already");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_questionTimeout);
        try
        {
            return await FollowAsync(question, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DnsAnswer.Failed("a chain of CNAMEs that takes too long");
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<DnsAnswer> FollowAsync(Core.DnsQuestion question, CancellationToken cancellationToken)
    {
        var reader = new ChainReader(question, _trust);
        for (var i = 0; i < MaxRestarts; i++)
        {
            var answer = await AskAsync(reader, cancellationToken);
            if (answer is not null)
            {
                return answer;
            }
        }

        return DnsAnswer.Failed("a chain of CNAMEs without end");
    }

    /// <returns><c>null</c> when the answer ends in a CNAME whose target has to be asked for.</returns>
    private async Task<DnsAnswer?> AskAsync(ChainReader reader, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var client = _client.Value;
            limit.CancelAfter(_limit);
            var response = await client.QueryAsync(reader.Name, (QueryType)reader.Type, cancellationToken: limit.Token)
                .WaitAsync(_limit, cancellationToken);
            return reader.Read(response);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            // Time-outs, unreadable packets, wrong ids, no network: whatever went wrong, nothing is known.
            return DnsAnswer.Failed(e is OperationCanceledException or TimeoutException ? "no answer in time" : FirstLine(e.Message));
        }
    }

    private LookupClient NewClient(DnsOptions options)
    {
        var servers = options.Servers.Count > 0
            ? [.. options.Servers.Select(server => new NameServer(server))]
            : NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false).Take(DnsOptions.MaxServers).ToArray();
        if (servers.Length == 0)
        {
            throw new InvalidOperationException("this system has no DNS servers: set MAIL_DNS_SERVERS");
        }

        // Two tries at least: several servers once each, a single one twice. Then a TCP try for what was cut off.
        var tries = Math.Max(2, servers.Length);
        _limit = (tries + 1) * _tryTimeout;
        return new LookupClient(new LookupClientOptions(servers)
        {
            AutoResolveNameServers = false,
            Timeout = _tryTimeout,
            Retries = servers.Length > 1 ? 0 : 1,
            UseCache = false,
            UseTcpFallback = true,
            ExtendedDnsBufferSize = DatagramSize,
            // RFC 6840 §5.7: AD comes to those who ask for signatures, too.
            RequestDnsSecRecords = options.Trust != DnsTrust.Nobody,
            ContinueOnEmptyResponse = false,
        });
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
