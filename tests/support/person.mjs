// A person who goes on using the desk while something else happens. They sit in a thread of their own: what the test itself
// is busy with must not count as their wait.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

if (!isMainThread) {
  let going = true, longest = 0;
  parentPort.once('message', () => (going = false));
  while (going) {
    const began = performance.now();
    const answer = await fetch(workerData.url, { headers: { Cookie: workerData.cookie } });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${workerData.url} answered ${answer.status}`);
    longest = Math.max(longest, performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  parentPort.postMessage(longest);
}

/** Does `work` while a person looks at their list of tickets over and over; gives the longest they waited, in ms. */
export async function whileAPersonWorks(client, work) {
  const person = new Worker(new URL(import.meta.url), { workerData: { url: client.url + '/api/tickets?limit=20', cookie: client.cookie } });
  const longest = new Promise((resolve, reject) => {
    person.once('message', resolve);
    person.once('error', reject);
  });
  longest.catch(() => {}); // told when awaited below
  try {
    await work();
  } finally {
    person.postMessage('enough');
  }
  return longest;
}
