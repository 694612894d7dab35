namespace Mail.Interop.Tests;

/// <summary>Somebody else's mail server that takes mail for <c>a</c> and <c>b</c> at one domain, and refuses everybody else there.</summary>
internal interface IReceiver : IAsyncDisposable
{
    string Log { get; }

    /// <summary>As they lie in mailboxes, with line feeds; each copy for itself.</summary>
    IReadOnlyList<string> Messages { get; }
}
