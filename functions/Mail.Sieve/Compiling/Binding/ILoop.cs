namespace Mail.Sieve;

/// <summary>A command whose block runs over and over, and which <c>break</c> leaves (RFC 5703 §3).</summary>
internal interface ILoop
{
    /// <summary>Empty for a loop without a name.</summary>
    string LoopName(BoundArguments arguments);
}
