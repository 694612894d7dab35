using System.Text;
using Mail.Core;

namespace Mail.Fuzz.Targets;

/// <summary>The value of a setting of the site, lists of DNS lists among them, as it is each setting's turn.</summary>
internal sealed class SettingTarget : IFuzzTarget
{
    public string Name => "setting";

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        foreach (var setting in SiteSettingCatalog.All)
        {
            if (setting.Apply(SiteSettings.Default, text) is { } settings)
            {
                var shown = setting.Show(settings);
                BrokenPromiseException.Unless(
                    setting.Apply(SiteSettings.Default, shown) is { } again && setting.Show(again) == shown, $"{setting.Name} is read as it is shown");
            }
        }
    }
}
