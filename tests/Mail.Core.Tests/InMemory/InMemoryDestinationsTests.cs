using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryDestinationsTests : DestinationsContract
{
    protected override IDestinations Destinations { get; } = new InMemoryDestinations();
}
