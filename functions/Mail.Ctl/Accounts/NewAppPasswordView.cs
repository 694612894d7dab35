namespace Mail.Ctl;

/// <param name="Password">With its hyphens. Nobody can find it out later.</param>
internal sealed record NewAppPasswordView(string Address, string Name, string Password);
