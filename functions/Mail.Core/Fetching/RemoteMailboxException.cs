namespace Mail.Core;

/// <summary>The session with a remote mailbox is over.</summary>
/// <param name="failure">What to do about it.</param>
/// <param name="message">For the owner of the account, in plain words, without secrets.</param>
public sealed class RemoteMailboxException(RemoteFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public RemoteFailure Failure { get; } = failure;

    /// <summary>For <see cref="RemoteFailure.Credentials"/>: the server has said in so many words that they are wrong, and not only refused the login.</summary>
    public bool IsFinal { get; init; }

    /// <summary>For want of something here, before the server was asked: it says nothing about the server, nor about its messages.</summary>
    public bool IsOurs { get; init; }
}
