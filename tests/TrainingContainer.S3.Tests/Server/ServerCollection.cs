namespace TrainingContainer.S3.Tests.Server;

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<MotoServer>
{
    /// <summary>Its name.</summary>
    public const string Name = "moto";
}
