import "./styles.css";
import { render } from "preact";

render(<h1>Kafka console</h1>, document.getElementById("app")!);
