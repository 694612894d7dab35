using Mail.Core;

namespace Mail.Gateway;

/// <summary>The name of a client's address, looked up both ways.</summary>
/// <param name="Name">What the reverse zone says, lower case; <c>null</c> when it says nothing. A claim unless <see cref="IsVerified"/>.</param>
internal sealed record ReverseName(ReverseNameState State, string? Name)
{
    public static ReverseName Unavailable { get; } = new(ReverseNameState.Unavailable, null);

    public bool IsVerified => State == ReverseNameState.Verified;

    public ClientCheck ToCheck() => State switch
    {
        ReverseNameState.Verified => new ClientCheck(ClientCheckNames.ReverseName, CheckOutcome.Pass, Name!),
        ReverseNameState.Missing => new ClientCheck(ClientCheckNames.ReverseName, CheckOutcome.Fail, "none"),
        ReverseNameState.Mismatch => new ClientCheck(ClientCheckNames.ReverseName, CheckOutcome.Fail, $"mismatch,{Name}"),
        _ => new ClientCheck(ClientCheckNames.ReverseName, CheckOutcome.Unavailable),
    };
}
