namespace Mail.Ctl;

internal sealed record AuthArcView(string Result);
