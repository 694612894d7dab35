namespace Mail.Interop.Tests;

/// <summary>A server of this machine with mailboxes to collect. Every user has the password <see cref="Password"/>.</summary>
internal interface ICollectedServer : IAsyncDisposable
{
    const string Password = "s3cret";

    /// <summary>Its port, without TLS from the start.</summary>
    int Pop3 { get; }

    /// <summary>As <see cref="Pop3"/>.</summary>
    int Imap { get; }

    /// <summary>Puts messages with these numbers into a user's INBOX; see <see cref="MaildirBox.Message"/>.</summary>
    Task DeliverAsync(string user, int from, int count);

    /// <summary>How many messages a user still has in INBOX.</summary>
    Task<int> CountAsync(string user);
}
