namespace Mail.Authentication;

/// <param name="Result">Of the qualifier: what a match says about the client.</param>
/// <param name="Text">As written.</param>
internal sealed record SpfDirective(AuthenticationResult Result, SpfMechanism Mechanism, string Text);
