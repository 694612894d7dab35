using System.Net;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>
/// What is being found out about the client of one session. The questions go out when the connection comes, HELO and MAIL are read; nobody
/// waits for the answers before RCPT, and then not for long.
/// </summary>
internal sealed class ClientFacts(IPAddress? address, bool isExempt, IDnsResolver dns, TimeProvider time) : IDisposable
{
    /// <summary>Those of a session whose client has been announced by <see cref="ISmtpHost.ConnectAsync"/>.</summary>
    public static ClientFacts Of(SmtpSessionInfo session) => (ClientFacts)session.HostState!;

    /// <summary>The session is over, or its client another one: nobody waits for answers any more.</summary>
    public static void End(SmtpSessionInfo session) => (session.HostState as ClientFacts)?.Dispose();

    /// <summary><c>null</c> when an edge hides it.</summary>
    public IPAddress? Address => address;

    /// <summary>One of the operator's own machines, or a submission client: nothing is asked.</summary>
    public bool IsExempt => isExempt;

    /// <summary>To be asked on behalf of this client.</summary>
    public IDnsResolver Dns => dns;

    public Lookup<ReverseName> Name { get; } = new(ReverseName.Unavailable, time);

    public Lookup<DnsListScore> Lists { get; } = new(DnsListScore.Unavailable, time);

    /// <summary>Of the last HELO or EHLO.</summary>
    public Lookup<HeloFault> Helo { get; } = new(HeloFault.Unavailable, time);

    /// <summary>Of the last MAIL; <c>null</c> for <c>&lt;&gt;</c>, which nobody has to be able to answer.</summary>
    public Lookup<SenderDomain?> Sender { get; } = new(SenderDomain.Unavailable, time);

    /// <summary>The client was kept waiting for the greeting, or did so before: then it is known whether it can.</summary>
    public bool IsGreetTested { get; init; }

    public Task<ReverseName> GetNameAsync(CancellationToken cancellationToken) => Name.Answer.WaitAsync(cancellationToken);

    public Task<DnsListScore> GetListsAsync(CancellationToken cancellationToken) => Lists.Answer.WaitAsync(cancellationToken);

    public Task<HeloFault> GetHeloAsync(CancellationToken cancellationToken) => Helo.Answer.WaitAsync(cancellationToken);

    public Task<SenderDomain?> GetSenderAsync(CancellationToken cancellationToken) => Sender.Answer.WaitAsync(cancellationToken);

    /// <summary>Something speaks against the client, though not enough to refuse it: no name that leads back to it, or a list that has it.</summary>
    public async ValueTask<bool> IsSuspiciousAsync(CancellationToken cancellationToken) =>
        (await GetNameAsync(cancellationToken)).State is ReverseNameState.Missing or ReverseNameState.Mismatch
        || (await GetListsAsync(cancellationToken)).Score > 0;

    public void Dispose()
    {
        Name.Dispose();
        Lists.Dispose();
        Helo.Dispose();
        Sender.Dispose();
    }
}
