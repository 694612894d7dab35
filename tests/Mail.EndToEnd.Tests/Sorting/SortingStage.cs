using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>A place at which the sorting of one message stands still while the process is killed.</summary>
/// <param name="Name">In words.</param>
/// <param name="Domain">The sender's, and where the message is redirected to.</param>
internal sealed record SortingStage(string Name, string Domain, StorageStop Stop)
{
    /// <summary>A mailbox of its own.</summary>
    public string Recipient => $"{Domain.Split('.')[0]}@example.test";
}
