using System.Globalization;

namespace Mail.Ctl;

/// <summary>A place that mail could go to.</summary>
/// <param name="Address"><c>null</c> when the DNS has none.</param>
/// <param name="PassedOver">Why mail does not go there; <c>null</c> when it is tried.</param>
internal sealed record HopView(string Host, string? Address, int Port, string? PassedOver)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Host}{(Address is null ? "" : $" [{Address}]:{Port}")}{(PassedOver is null ? "" : ": " + PassedOver)}");
}
