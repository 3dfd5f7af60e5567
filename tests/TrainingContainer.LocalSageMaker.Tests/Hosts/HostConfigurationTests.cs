using TrainingContainer.LocalSageMaker.Hosts;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Tests.Requests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Hosts;

public sealed class HostConfigurationTests
{
    [Fact]
    public void Write_OfInstanceGroups_TellsEachHostItsChannelsAndItsGroup()
    {
        using var folder = new TemporaryFolder();
        var request = TrainingJobRequest.Read(new SampleRequest().With("ResourceConfig", """
            {"InstanceGroups":[{"InstanceGroupName":"gpu","InstanceType":"ml.g5.xlarge","InstanceCount":1},{"InstanceGroupName":"cpu","InstanceType":"ml.c5.xlarge","InstanceCount":9}]}
            """).With("InputDataConfig[0].DataSource.S3DataSource.InstanceGroupNames", "[\"cpu\"]").Json, new RequestFindings());
        var hosts = JobHost.All(request);

        foreach (var host in hosts) HostConfiguration.Write(request, host, new JobPaths(folder.PathOf(host.Name)), "eth0");

        var first = new JobPaths(folder.PathOf("algo-1"));
        File.ReadAllText(first.InputDataConfigFile).ShouldBe("{\"test\":{\"TrainingInputMode\":\"Pipe\",\"S3DistributionType\":\"FullyReplicated\",\"RecordWrapperType\":\"None\"}}");
        File.ReadAllText(first.CheckpointConfigFile).ShouldBe("{\"LocalPath\":\"/opt/ml/checkpoints\"}");
        var mistakes = new List<Mistake>();
        var resources = ResourceConfiguration.Read(new JobPaths(folder.PathOf("algo-2")).ResourceConfigFile, mistakes);
        mistakes.ShouldBeEmpty();
        resources.CurrentHost.ShouldBe("algo-2");
        File.ReadAllText(first.ResourceConfigFile).ShouldContain("\"hosts\":[\"algo-1\",\"algo-10\",\"algo-2\",");
        File.ReadAllText(first.ResourceConfigFile).ShouldContain("\"instance_groups\":[{\"instance_group_name\":\"gpu\",\"instance_type\":\"ml.g5.xlarge\",\"hosts\":[\"algo-1\"]},{\"instance_group_name\":\"cpu\",");
    }

    [Fact]
    public void Variables_OfTheService_WinOverTheJobs()
    {
        var request = TrainingJobRequest.Read(new SampleRequest().With("Environment", "{\"TRAINING_JOB_NAME\":\"other\",\"A\":\"1\"}").Json, new RequestFindings());

        HostEnvironment.Variables(request, "arn:x", "eu-west-1")
            .ShouldBe(new Dictionary<string, string> { ["A"] = "1", ["TRAINING_JOB_NAME"] = "digits-1", ["TRAINING_JOB_ARN"] = "arn:x", ["AWS_REGION"] = "eu-west-1" }, ignoreOrder: true);
    }
}
