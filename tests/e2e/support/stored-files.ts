import { docker } from "./command";

/** The files of the object store, as its own filer, which only its container reaches, has them. */
export class StoredFiles {
  constructor(private readonly container: string) {}

  /** Names of the files in a folder of a bucket, in the order of the numbers with which they begin. */
  async names(folder: string): Promise<string[]> {
    const text = await this.get(`${folder}/?limit=100000`);
    const names = [...text.matchAll(/"FullPath":"[^"]*\/([^"/]+)"/g)].map(([, name = ""]) => name);
    return names.sort((a, b) => parseInt(a, 10) - parseInt(b, 10) || a.localeCompare(b));
  }

  /** Texts of the files in a folder whose names match. */
  async texts(folder: string, name: RegExp): Promise<string[]> {
    const names = (await this.names(folder)).filter((each) => name.test(each));
    return Promise.all(names.map((each) => this.get(`${folder}/${each}`)));
  }

  private async get(path: string): Promise<string> {
    const url = `http://127.0.0.1:8888/buckets/${path}`;
    const wget = ["wget", "-q", "-O", "-", "--header", "Accept: application/json", url];
    return (await docker("exec", this.container, ...wget)).join("\n");
  }
}
