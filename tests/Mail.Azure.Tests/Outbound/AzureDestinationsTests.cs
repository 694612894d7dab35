using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureDestinationsTests(AzuriteFixture azurite) : DestinationsContract
{
    protected override IDestinations Destinations { get; } = TestStorage.Open(azurite.NewAccount()).Destinations;
}
