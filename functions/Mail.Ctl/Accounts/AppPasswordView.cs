using Mail.Core;

namespace Mail.Ctl;

/// <param name="LastUsedAt">Within an hour; <c>null</c> for never.</param>
internal sealed record AppPasswordView(string Name, bool Enabled, DateTimeOffset? CreatedAt, DateTimeOffset? LastUsedAt)
{
    public static AppPasswordView From(AppPassword password) => new(password.Name, password.Enabled, password.CreatedAt, password.LastUsedAt);
}
