using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Tests.Requests;

public sealed class TrainingJobRequestTests
{
    [Fact]
    public void Read_RightRequest_HasItsMembers()
    {
        var findings = new RequestFindings();
        var request = TrainingJobRequest.Read(new SampleRequest().Json, findings);

        findings.Notices.ShouldBeEmpty();
        request.Name.ShouldBe("digits-1");
        request.HyperParameters.ShouldBe(new Dictionary<string, string> { ["epochs"] = "3" });
        request.Metrics.ShouldBe([new MetricDefinition("train:loss", "train:loss=([-+0-9.eE]+)")]);
        request.Channels.Select(channel => (channel.Name, channel.InputMode, channel.ContentType)).ShouldBe([("train", "File", "text/csv"), ("test", "Pipe", null)]);
        request.Groups.ShouldBe([new InstanceGroup(InstanceGroup.Homogeneous, "ml.m5.xlarge", 1)]);
        (request.MaxRuntimeSeconds, request.MaxWaitSeconds, request.IsSpot, request.RetryAttemptsMax).ShouldBe((3600, 7200, true, 2));
        request.CheckpointPath.ShouldBe("/opt/ml/checkpoints");
        request.IsOutputCompressed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("DebugHookConfig", "{\"S3OutputPath\":\"s3://a/b\"}", "DebugHookConfig")]
    [InlineData("ExperimentConfig", "{}", "ExperimentConfig")]
    [InlineData("ResourceConfig.KeepAlivePeriodInSeconds", "60", "ResourceConfig.KeepAlivePeriodInSeconds")]
    [InlineData("InputDataConfig[0].CompressionType", "\"Gzip\"", "InputDataConfig[0].DataSource.S3DataSource")]
    [InlineData("CheckpointConfig", null, "CheckpointConfig")]
    public void Read_MemberWithoutEffectHere_IsAcceptedWithANotice(string path, string? json, string where)
    {
        var findings = new RequestFindings();
        TrainingJobRequest.Read(new SampleRequest().With(path, json).Json, findings);

        findings.Notices.ShouldHaveSingleItem().ShouldStartWith(where + ": ");
    }

    [Fact]
    public void Read_InstanceGroups_KeepsTheirOrder()
    {
        var request = TrainingJobRequest.Read(new SampleRequest().With("ResourceConfig", """
            {"InstanceGroups":[{"InstanceGroupName":"gpu","InstanceType":"ml.g5.xlarge","InstanceCount":1},{"InstanceGroupName":"cpu","InstanceType":"ml.c5.xlarge","InstanceCount":2}]}
            """).With("InputDataConfig[0].DataSource.S3DataSource.InstanceGroupNames", "[\"cpu\"]").Json, new RequestFindings());

        request.Groups.ShouldBe([new InstanceGroup("gpu", "ml.g5.xlarge", 1), new InstanceGroup("cpu", "ml.c5.xlarge", 2)]);
        request.Channels[0].GroupNames.ShouldBe(["cpu"]);
    }
}
