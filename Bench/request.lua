-- Sends one request again and again, then prints one line of figures. After `--`: METHOD BODY [HEADER: VALUE]...
-- `{submission}` in the body becomes a fresh submission id each time, as a freshly loaded form has it.

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

-- 22 characters of base64url whose last carries no stray bits: what 16 bytes look like.
local function submission(count)
  return string.format("%07d%02d%012dA", os.time() % 10000000, number, count)
end

local function renewing(body)
  local count = 0
  return function()
    count = count + 1
    return wrk.format(nil, nil, nil, (body:gsub("{submission}", submission(count))))
  end
end

function init(args)
  wrk.method = args[1]
  if args[2] ~= "" then wrk.body = args[2] end
  for position = 3, #args do
    local name, value = args[position]:match("^([^:]+): (.*)$")
    wrk.headers[name] = value
  end
  if args[2]:find("{submission}", 1, true) then request = renewing(args[2]) end
end

-- Times come in microseconds. Timeouts are requests that were still open after `--timeout`.
function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format(
    "figures %d %d %d %d %d %d %d",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write, errors.timeout, errors.status))
end
