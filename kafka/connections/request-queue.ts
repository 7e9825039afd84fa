import RequestQueue from "kafkajs/src/network/requestQueue";

/*
 * kafkajs 2.2.4 looks at the queue of every connection each millisecond, from its first response or timeout until it is
 * disconnected, and for ever if an answer comes after that: the process does not end, and so neither does `pulumi up`.
 * There is something to look at only while requests wait, or while the broker throttles them.
 */
const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
};
