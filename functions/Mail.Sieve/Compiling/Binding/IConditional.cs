namespace Mail.Sieve;

/// <summary>A command whose block may turn out never to run, whatever the message: then it may name extensions that are not there (RFC 5463 §4).</summary>
internal interface IConditional
{
    /// <param name="arguments">With its tests compiled, and not yet its block.</param>
    bool IsNever(BoundArguments arguments);
}
