namespace Mail.Transport;

/// <param name="Until">From then on another one is asked for.</param>
internal sealed record AccessToken(string Value, DateTimeOffset Until)
{
    /// <summary>Says nothing of the token.</summary>
    public override string ToString() => $"until {Until:u}";
}
