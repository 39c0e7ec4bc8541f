// The viewer's clock, which a browser's may be far from; milliseconds since the epoch.
let ahead = 0;

export function now() {
  return Date.now() + ahead;
}

// What the viewer says of a stream tells its time: how old the newest frame is.
export function hear({ timestamp, age }) {
  if (timestamp !== undefined && age !== undefined) {
    ahead = Date.parse(timestamp) + 1000 * age - Date.now();
  }
}
