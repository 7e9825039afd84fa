import * as pulumi from "@pulumi/pulumi";

class Nothing extends pulumi.CustomResource {
  constructor(name: string, value: number) {
    super("trivial:index:Nothing", name, { value });
  }
}

const count = new pulumi.Config().requireNumber("count");
for (let index = 0; index < count; index++) new Nothing(`nothing-${index}`, index);
