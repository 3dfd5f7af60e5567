namespace TrainingContainer.SageMaker.Tests;

public sealed class ResourceConfigurationTests : IDisposable
{
    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Read_TheServicesFile()
    {
        var resources = _job.ReadResources(
            """
            {"current_host":"algo-2","current_instance_type":"ml.g5.2xlarge","current_group_name":"homogeneousCluster","hosts":["algo-2","algo-1"],
             "instance_groups":[{"instance_group_name":"homogeneousCluster","instance_type":"ml.g5.2xlarge","hosts":["algo-1","algo-2"]}],
             "network_interface_name":"eth1","topology":null}
            """);
        _job.Mistakes.ShouldBeEmpty();
        resources.CurrentHost.ShouldBe("algo-2");
        resources.Hosts.ShouldBe(["algo-1", "algo-2"]);
        resources.Rank.ShouldBe(1);
        resources.HostCount.ShouldBe(2);
        resources.NetworkInterfaceName.ShouldBe("eth1");
        resources.CurrentInstanceType.ShouldBe("ml.g5.2xlarge");
        resources.CurrentGroupName.ShouldBe("homogeneousCluster");
    }

    [Fact]
    public void Read_LocalModesFile()
    {
        var resources = _job.ReadResources("""{"current_host":"algo-1-x7k2p","hosts":["algo-1-x7k2p"],"network_interface_name":"ethwe","current_instance_type":"local"}""");
        _job.Mistakes.ShouldBeEmpty();
        resources.Rank.ShouldBe(0);
        resources.CurrentGroupName.ShouldBeNull();
    }

    [Fact]
    public void Rank_IsThePositionInOrdinalOrder()
    {
        string[] hosts = ["algo-2", "algo-10", "algo-1"];
        hosts.Select(host => new ResourceConfiguration(host, hosts, "eth0", null, null).Rank).ShouldBe([2, 1, 0]);
    }

    [Fact]
    public void Read_MissingFile_IsOneHostByHand()
    {
        var resources = ResourceConfiguration.Read(_job.Paths.ResourceConfigFile, _job.Mistakes);
        _job.Mistakes.ShouldBeEmpty();
        resources.CurrentHost.ShouldBe("localhost");
        resources.Hosts.ShouldBe(["localhost"]);
        resources.NetworkInterfaceName.ShouldBe("lo");
        resources.Rank.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"Current_Host":"algo-1","HOSTS":["algo-1"],"Network_Interface_Name":"eth0"}""", "algo-1")]
    [InlineData("""{"current_host":"algo-1","hosts":null,"network_interface_name":null,"current_group_name":null}""", "algo-1")]
    [InlineData("""{"hosts":["algo-7"]}""", "algo-7")]
    [InlineData("""{"current_host":null}""", "localhost")]
    [InlineData("{}", "localhost")]
    public void Read_AbsentNullOrOtherwiseSpelledMembers_GiveDefaults(string json, string host)
    {
        var resources = _job.ReadResources(json);
        _job.Mistakes.ShouldBeEmpty();
        resources.CurrentHost.ShouldBe(host);
        resources.Hosts.ShouldBe([host]);
        resources.NetworkInterfaceName.ShouldBe("eth0");
    }

    [Fact]
    public void Read_CurrentHostThatIsNoHost_IsAMistake()
    {
        _job.ReadResources("""{"current_host":"algo-3","hosts":["algo-1","algo-2"]}""");
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldBe("found the current_host \"algo-3\", expected one of the hosts algo-1, algo-2");
    }

    [Theory]
    [InlineData("""{"hosts":["algo-1","algo-2"]}""", "found no current_host, expected one of algo-1, algo-2")]
    [InlineData("""{"current_host":"algo-1","hosts":"algo-1"}""", "found the hosts \"algo-1\", expected a list such as [\"algo-1\"]")]
    [InlineData("""{"current_host":"algo-1","hosts":["algo-1",3]}""", "found the host 3, expected a name such as \"algo-1\"")]
    [InlineData("""{"current_host":"algo-1","hosts":["algo-1","algo-1"]}""", "found the host \"algo-1\" twice, expected every host once")]
    [InlineData("""{"current_host":7}""", "found current_host 7, expected a string")]
    public void Read_WrongMembers_AreMistakes(string json, string what)
    {
        _job.ReadResources(json);
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldBe(what);
    }

    [Fact]
    public void Read_MalformedFile_IsAMistakeAndOneHost()
    {
        _job.ReadResources("{\"current_host\":").Rank.ShouldBe(0);
        _job.Mistakes.ShouldHaveSingleItem().Where.ShouldContain("resourceconfig.json, line 1");
    }
}
